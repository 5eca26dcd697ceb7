using AiInfra.Onnx;

namespace AiInfra.Serving.Runtimes;

/// <summary>How many dimensions an input without a declared shape may have, where an operator takes that for granted: with others ONNX Runtime ends the process.</summary>
/// <param name="Least">The fewest.</param>
/// <param name="Most">The most.</param>
internal readonly record struct RankLimits(int Least, int Most)
{
    public static RankLimits None { get; } = new(0, int.MaxValue);

    public static RankLimits Of(OnnxGraph graph, string input)
    {
        RankLimits limits = None;
        foreach (OnnxNode node in graph.Nodes.Where(n => n.Inputs.Count > 0 && n.Inputs[0] == input))
        {
            RankLimits own = Of(graph, node);
            limits = new RankLimits(Math.Max(limits.Least, own.Least), Math.Min(limits.Most, own.Most));
        }

        return limits;
    }

    public override string ToString() => Least == Most ? $"{Least} dimensions" : Most == int.MaxValue ? $"{Least} or more dimensions" : $"{Least} to {Most} dimensions";

    private static RankLimits Of(OnnxGraph graph, OnnxNode node) => node.OpType switch
    {
        "Conv" or "ConvInteger" or "ConvTranspose" or "QLinearConv" or "DeformConv" or "Col2Im" => new(3, int.MaxValue),
        "MaxPool" or "AveragePool" or "LpPool" or "GlobalMaxPool" or "GlobalAveragePool" or "GlobalLpPool" => new(3, int.MaxValue),
        "GRU" or "LSTM" or "RNN" or "InstanceNormalization" => new(3, int.MaxValue),
        "ReverseSequence" or "DFT" or "STFT" or "BatchNormalization" or "LRN" => new(2, int.MaxValue),
        "Resize" or "Upsample" when node.Attribute("axes") is null && Factors(graph, node) is int rank and > 0 => new(rank, rank),
        _ => None,
    };

    /// <summary>How many factors or sizes a node is given, one for each dimension; 0 where that is not constant.</summary>
    private static int Factors(OnnxGraph graph, OnnxNode node) => node.Inputs
        .Skip(node.Inputs.Count > 2 ? 2 : 1)
        .Select(name => graph.Initializer(name)?.Dims ?? graph.Nodes.Find(n => n.OpType == "Constant" && n.Outputs.Contains(name))?.Attributes.Where(a => a is { Kind: OnnxAttributeKind.Tensor, ReferenceTo.Length: 0 }).Select(a => a.AsTensor().Dims).FirstOrDefault())
        .Select(dims => dims is [> 0 and < 100] ? (int)dims[0] : 0)
        .DefaultIfEmpty(0)
        .Max();
}
