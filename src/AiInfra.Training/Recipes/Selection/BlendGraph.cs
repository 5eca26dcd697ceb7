using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Recipes.Selection;

/// <summary>Several models as one file: the same inputs, the mean of the probabilities or values.</summary>
internal static class BlendGraph
{
    /// <exception cref="OnnxFormatException">The models are of operator sets that do not go together.</exception>
    public static byte[] Of(IReadOnlyList<(string Name, byte[] Onnx)> members, ModelTask task, string target)
    {
        OnnxModel[] models = ClassicOperators.Alike([.. members.Select(m => OnnxModel.Read(m.Onnx))]);
        var graph = new OnnxGraphBuilder("blend", (int)models[0].OpsetVersion, ClassicOperators.VersionOf(models));
        var inputs = new Dictionary<string, OnnxValue>(StringComparer.Ordinal);
        foreach (OnnxValueInfo input in models.SelectMany(m => m.Graph.Inputs))
        {
            if (!inputs.ContainsKey(input.Name))
            {
                inputs[input.Name] = graph.Input(input.Name, input.TensorType!.ElementType, OnnxShape.Create(["N", 1]));
            }
        }

        string wanted = task == ModelTask.Classification ? AnswerNames.Probability : AnswerNames.Value;
        string[] classes = task == ModelTask.Classification ? [.. models.SelectMany(m => Classes(m)).Distinct().Order(StringComparer.Ordinal)] : [];
        OnnxValue sum = default;
        for (int i = 0; i < models.Length; i++)
        {
            IReadOnlyDictionary<string, OnnxValue> outputs = graph.Append(models[i], models[i].Graph.Inputs.ToDictionary(x => x.Name, x => inputs[x.Name]), $"{members[i].Name}/");
            OnnxValue answer = outputs[NameIn(models[i], wanted)];
            answer = graph.Cast(classes.Length == 0 ? answer : Ordered(graph, answer, Classes(models[i]), classes), OnnxElementType.Double);
            sum = sum.IsOmitted ? answer : graph.Add(sum, answer);
        }

        OnnxValue mean = graph.Mul(sum, graph.Constant(1.0 / models.Length, "share"), "mean");
        var metadata = new Dictionary<string, string>
        {
            [ModelKeys.Task] = task == ModelTask.Classification ? "classification" : "regression",
            [ModelKeys.Target] = target,
        };
        var renamed = new Dictionary<string, string>();
        if (classes.Length == 0)
        {
            graph.Output(Named(AnswerNames.Value), mean, OnnxShape.Create(["N", 1]), OnnxElementType.Double);
        }
        else
        {
            metadata[ModelKeys.Classes] = JsonSerializer.Serialize(classes);
            OnnxValue best = graph.ArgMax(mean, axis: 1, keepDims: true);
            graph.Output(Named(AnswerNames.Probability), graph.Cast(mean, OnnxElementType.Float, "blended"), OnnxShape.Create(["N", classes.Length]), OnnxElementType.Float);
            graph.Output(Named(AnswerNames.Label), graph.LabelEncoder(best, [.. Enumerable.Range(0, classes.Length).Select(i => (long)i)], classes), OnnxShape.Create(["N", 1]), OnnxElementType.String);
        }

        if (renamed.Count > 0)
        {
            metadata[ModelKeys.Answers] = JsonSerializer.Serialize(renamed);
        }

        OnnxModel blend = graph.Build(metadata, "AiInfra.Training");
        blend.Graph.RemoveUnused();
        return blend.ToBytes();

        string Named(string answer)
        {
            string name = TabularOutputs.NameOf(answer, new RowSchema(inputs.Keys.Select(k => new Column(k, ValueKind.Number))));
            if (name != answer)
            {
                renamed[name] = answer;
            }

            return name;
        }
    }

    private static string[] Classes(OnnxModel model) => JsonSerializer.Deserialize<string[]>(model.Metadata[ModelKeys.Classes])!;

    private static string NameIn(OnnxModel model, string answer) => model.Metadata.TryGetValue(ModelKeys.Answers, out string? renamed)
        ? JsonSerializer.Deserialize<Dictionary<string, string>>(renamed)!.FirstOrDefault(a => a.Value == answer, new(answer, answer)).Key
        : answer;

    /// <summary>Probabilities in another order of the classes; a class that the model does not know has none.</summary>
    private static OnnxValue Ordered(OnnxGraphBuilder graph, OnnxValue probabilities, string[] from, string[] to)
    {
        if (from.SequenceEqual(to))
        {
            return probabilities;
        }

        var places = new float[from.Length * to.Length];
        for (int i = 0; i < from.Length; i++)
        {
            places[(i * to.Length) + Array.IndexOf(to, from[i])] = 1;
        }

        return graph.MatMul(probabilities, graph.Initializer<float>("order", places, from.Length, to.Length), "ordered");
    }
}
