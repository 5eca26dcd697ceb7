namespace AiInfra.Training.Checkpoints;

/// <summary>How names of a file become names of a module.</summary>
/// <param name="Pattern">Regular expression on the name as the rules before left it.</param>
/// <param name="Replacement">What each match becomes; <c>$1</c> is the first group.</param>
public sealed record StateDictRule(string Pattern, string Replacement);
