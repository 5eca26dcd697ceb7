using static TorchSharp.torch;

namespace AiInfra.Training.Inspection;

/// <summary>A module that is being called.</summary>
/// <param name="Path">Where it stands in the whole, for example "layers.linear1"; empty for the whole itself.</param>
/// <param name="Module">The module.</param>
/// <param name="Inputs">The tensors that go in.</param>
/// <param name="Outputs">Those that come out; empty before.</param>
internal sealed record ModuleCall(string Path, nn.Module Module, IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> Outputs)
{
    /// <summary>Whether it calls no other module.</summary>
    public bool IsLeaf { get; } = !Module.children().Any();

    /// <summary>Its path and type, for messages.</summary>
    public string Name => Path.Length == 0 ? $"the module itself ({Module.GetType().Name})" : $"module '{Path}' ({Module.GetType().Name})";

    public static string Shapes(IEnumerable<Tensor> tensors) => string.Join(", ", tensors.Select(t => $"[{string.Join(", ", t.shape)}]"));
}
