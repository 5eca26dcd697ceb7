namespace AiInfra.Onnx.Optimization;

/// <summary>Before version 4 of the format every constant stood among the inputs too. Runtimes take it as a constant all the same; from version 4 on an input is what a caller may give.</summary>
internal static class OlderConstants
{
    private const long Apart = 4;

    /// <summary>A copy to be changed, of version 4 or later, whose constants are no inputs unless a caller may give them.</summary>
    public static OnnxModel Copy(OnnxModel model)
    {
        OnnxModel copy = model.Copy();
        if (copy.IrVersion < Apart)
        {
            HashSet<string> constants = [.. copy.Graph.Initializers.Select(t => t.Name)];
            copy.Graph.Inputs.RemoveAll(i => constants.Contains(i.Name));
            copy.IrVersion = Apart;
        }

        return copy;
    }
}
