namespace AiInfra.Metrics.Text;

/// <summary>Edits that turn references into hypotheses, summed over segments, and the rates that speech recognition makes of them.</summary>
/// <param name="Hits">Tokens that are the same, H.</param>
/// <param name="Substitutions">Tokens replaced, S.</param>
/// <param name="Deletions">Tokens of the reference that are missing, D.</param>
/// <param name="Insertions">Tokens that the reference lacks, I.</param>
public readonly record struct EditCounts(long Hits, long Substitutions, long Deletions, long Insertions)
{
    /// <summary>Edits: S + D + I.</summary>
    public long Errors => Substitutions + Deletions + Insertions;

    /// <summary>Tokens of the references: H + S + D.</summary>
    public long ReferenceTokens => Hits + Substitutions + Deletions;

    /// <summary>Tokens of the hypotheses: H + S + I.</summary>
    public long HypothesisTokens => Hits + Substitutions + Insertions;

    /// <summary>(S + D + I) / (H + S + D); may exceed 1. Without a token in the references, the number of insertions, as jiwer has it.</summary>
    public double ErrorRate => ReferenceTokens == 0 ? Insertions : (double)Errors / ReferenceTokens;

    /// <summary>(S + D + I) / (H + S + D + I), within 0 and 1. Without a token in the references 0 or 1.</summary>
    public double MatchErrorRate => Errors == 0 ? 0 : (double)Errors / (ReferenceTokens + Insertions);

    /// <summary>H/reference tokens times H/hypothesis tokens (Morris, Maier, Green 2004). 1 when both sides are empty, 0 when one is.</summary>
    public double InformationPreserved => ReferenceTokens == 0 || HypothesisTokens == 0
        ? (ReferenceTokens == HypothesisTokens ? 1 : 0)
        : (double)Hits / ReferenceTokens * ((double)Hits / HypothesisTokens);

    /// <summary>1 - <see cref="InformationPreserved"/>.</summary>
    public double InformationLost => 1 - InformationPreserved;
}
