using AiInfra.Training.Export;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Export;

/// <summary>A module of a type of TorchSharp, and what it is asked with.</summary>
public sealed record ModuleSample(string Name, nn.Module Module, ExportInput[] Inputs, string[] Outputs)
{
    /// <summary>Sizes of symbols other than the batch, where the usual ones do not fit.</summary>
    public Dictionary<string, long[]> Sizes { get; init; } = [];

    /// <summary>How the module is asked, where its call takes more than tensors.</summary>
    public Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? Forward { get; init; }
}
