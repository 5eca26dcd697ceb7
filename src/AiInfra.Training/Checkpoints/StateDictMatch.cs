namespace AiInfra.Training.Checkpoints;

/// <summary>A tensor of a module and the tensor of a file that it was filled from.</summary>
/// <param name="Name">Name in the module.</param>
/// <param name="From">Name in the file.</param>
/// <param name="Conversion">Null where the element type is the same; otherwise which became which, such as "BF16 to F32".</param>
/// <param name="Transposed">Whether the file had it transposed.</param>
public sealed record StateDictMatch(string Name, string From, string? Conversion = null, bool Transposed = false);
