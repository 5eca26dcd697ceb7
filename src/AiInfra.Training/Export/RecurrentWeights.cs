using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Weights of one layer of a recurrent module in ONNX's order of gates, all directions together.</summary>
internal sealed class RecurrentWeights : IDisposable
{
    private RecurrentWeights(Tensor input, Tensor hidden, Tensor? bias) => (Input, Hidden, Bias) = (input, hidden, bias);

    /// <summary>W [directions, gates × hidden, in].</summary>
    public Tensor Input { get; }

    /// <summary>R [directions, gates × hidden, hidden].</summary>
    public Tensor Hidden { get; }

    /// <summary>B [directions, 2 × gates × hidden]; null without biases.</summary>
    public Tensor? Bias { get; }

    /// <summary>The weights of a layer.</summary>
    /// <param name="parameters">Parameters by torch's names.</param>
    /// <param name="layer">Number of the layer.</param>
    /// <param name="directions">1 or 2.</param>
    /// <param name="order">Where each of ONNX's gates stands in torch.</param>
    public static RecurrentWeights Of(IReadOnlyDictionary<string, Tensor> parameters, int layer, int directions, int[] order)
    {
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        string[] ends = [.. new[] { "", "_reverse" }.Take(directions).Select(e => $"_l{layer}{e}")];
        Tensor Stacked(string name) => stack([.. ends.Select(e => Ordered(parameters[name + e].detach().cpu(), order))]);
        Tensor? bias = parameters.ContainsKey("bias_ih" + ends[0]) ? cat([Stacked("bias_ih"), Stacked("bias_hh")], 1).MoveToOuterDisposeScope() : null;
        return new(Stacked("weight_ih").MoveToOuterDisposeScope(), Stacked("weight_hh").MoveToOuterDisposeScope(), bias);
    }

    public void Dispose()
    {
        Input.Dispose();
        Hidden.Dispose();
        Bias?.Dispose();
    }

    private static Tensor Ordered(Tensor gates, int[] order)
    {
        Tensor[] parts = gates.chunk(order.Length);
        return cat([.. order.Select(o => parts[o])]);
    }
}
