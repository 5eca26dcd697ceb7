using AiInfra.Onnx;

namespace AiInfra.Training.Recipes;

/// <summary>Recipes' models that go into one graph: of one version of the operators for classic models, as a graph must be.</summary>
internal static class ClassicOperators
{
    /// <summary>The version that serves all of these models.</summary>
    public static int VersionOf(IEnumerable<OnnxModel> models) =>
        (int)models.SelectMany(m => m.Opsets).Where(o => o.Domain == OnnxOpset.MachineLearning).Select(o => o.Version).DefaultIfEmpty(3).Max();

    /// <summary>The same models, all of the newest version among them. What recipes' models use of these operators means the same in later versions.</summary>
    public static OnnxModel[] Alike(params IReadOnlyList<OnnxModel> models)
    {
        int version = VersionOf(models);
        OnnxModel[] alike = [.. models.Select(m => m.Copy())];
        foreach (OnnxModel model in alike)
        {
            for (int i = 0; i < model.Opsets.Count; i++)
            {
                model.Opsets[i] = model.Opsets[i].Domain == OnnxOpset.MachineLearning ? new OnnxOpset(model.Opsets[i].Domain, version) : model.Opsets[i];
            }
        }

        return alike;
    }
}
