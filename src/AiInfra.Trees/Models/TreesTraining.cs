namespace AiInfra.Trees.Models;

/// <summary>How a training of trees went.</summary>
/// <param name="Trees">Trees of each output that this training added.</param>
/// <param name="Rows">Rows that were learned from in the end.</param>
/// <param name="Figure">What judged, in LightGBM's words, for example "binary_logloss"; null where nothing judged.</param>
/// <param name="Score">The best judgement; NaN where nothing judged.</param>
/// <param name="StoppedEarly">Whether fewer trees than asked for were best.</param>
/// <param name="Elapsed">Time spent.</param>
public sealed record TreesTraining(int Trees, int Rows, string? Figure, double Score, bool StoppedEarly, TimeSpan Elapsed);
