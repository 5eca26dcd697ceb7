using AiInfra.Onnx;

namespace AiInfra.Serving.Runtimes;

/// <summary>The fewest dimensions an input may have, where operators take fewer for granted that they are there: ONNX Runtime then ends the process.</summary>
internal static class LeastRank
{
    public static int Of(OnnxGraph graph, string input) => graph.Nodes
        .Where(n => n.Inputs.Count > 0 && n.Inputs[0] == input)
        .Select(Of)
        .DefaultIfEmpty(0)
        .Max();

    private static int Of(OnnxNode node) => node.OpType switch
    {
        "Conv" or "ConvInteger" or "ConvTranspose" or "QLinearConv" or "DeformConv" or "Col2Im" => 3,
        "MaxPool" or "AveragePool" or "LpPool" or "GlobalMaxPool" or "GlobalAveragePool" or "GlobalLpPool" => 3,
        "GRU" or "LSTM" or "RNN" or "InstanceNormalization" => 3,
        "ReverseSequence" or "DFT" or "STFT" or "BatchNormalization" or "LRN" => 2,
        _ => 0,
    };
}
