namespace AiInfra.Training.Checkpoints;

/// <summary>A tensor of a module and one of a file that have the same name and do not fit each other.</summary>
/// <param name="Name">Name in the module.</param>
/// <param name="From">Name in the file.</param>
/// <param name="Reason">What does not fit.</param>
public sealed record StateDictMismatch(string Name, string From, string Reason);
