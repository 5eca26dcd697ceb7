using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>How a module is exported and compared with its export.</summary>
public sealed class OnnxExportOptions : ICheckedOptions
{
    /// <summary>Version of the ONNX operators, 17 to 21. 17 is read by runtimes since 2022.</summary>
    /// <value>21.</value>
    public int Opset { get; set; } = 21;

    /// <summary>Largest difference allowed, relative to max(1, |value|).</summary>
    /// <value>0.0001.</value>
    public double Tolerance { get; set; } = 1e-4;

    /// <summary>Sizes that the comparison gives to a symbol, one after another. A symbol that is not named takes 1, 3, 17 where it is the first dimension of the first input, and 5, 2, 7 elsewhere.</summary>
    public Dictionary<string, long[]> Sizes { get; } = new(StringComparer.Ordinal);

    /// <summary>How the module is asked: its inputs in, its outputs out. Needed where its forward method is none that takes tensors and gives a tensor or a tuple of them.</summary>
    /// <value>Null: its forward method.</value>
    public Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>? Forward { get; set; }

    /// <summary>Key and value pairs to store with the model.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Between(Opset, 17, 21)
        .Above(Tolerance, 0)
        .Must(Sizes.Values.All(s => s.Length > 0 && s.All(size => size > 0)), $"{nameof(Sizes)} needs at least one size above 0 for each symbol.");
}
