namespace AiInfra.Metrics.Text;

/// <summary>A span of tokens with its type.</summary>
/// <param name="Type">Type; "_" where the tag has none.</param>
/// <param name="Start">First token.</param>
/// <param name="End">One after the last token.</param>
public readonly record struct TaggedSpan(string Type, int Start, int End);
