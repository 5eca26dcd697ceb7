namespace AiInfra.Metrics.Ranking;

/// <summary>One query's documents in the order of their ranks, ready to be measured.</summary>
public readonly ref struct RankedQuery
{
    /// <summary>Relevance of the retrieved documents, the highest rank first; 0 for a document without judgement.</summary>
    public ReadOnlySpan<double> Relevance { get; init; }

    /// <summary>Whether each retrieved document was judged; empty when all were.</summary>
    public ReadOnlySpan<bool> Judged { get; init; }

    /// <summary>Scores in the same order, where equal ones may still share their gain; empty when the ranks are final.</summary>
    public ReadOnlySpan<double> Scores { get; init; }

    /// <summary>Relevance of all judged documents, retrieved or not, the most relevant first.</summary>
    public ReadOnlySpan<double> Ideal { get; init; }

    /// <summary>How many judged documents are relevant.</summary>
    /// <param name="above">A document is relevant when its relevance is above this.</param>
    public int Relevant(double above)
    {
        int count = 0;
        while (count < Ideal.Length && Ideal[count] > above)
        {
            count++;
        }

        return count;
    }
}
