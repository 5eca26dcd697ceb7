namespace AiInfra.Training.Checkpoints;

/// <summary>A tensor in a file, as its header has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type in the words of the format: F32, BF16, I64, F8_E4M3 and so on.</param>
/// <param name="Shape">Sizes, the first dimension first; none for a single number.</param>
/// <param name="Bytes">Bytes of data.</param>
public sealed record TensorListing(string Name, string Type, IReadOnlyList<long> Shape, long Bytes)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name}: {Type} [{string.Join(", ", Shape)}]";
}
