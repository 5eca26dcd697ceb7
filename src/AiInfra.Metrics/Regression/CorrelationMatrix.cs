namespace AiInfra.Metrics.Regression;

/// <summary>Correlations of all pairs of columns.</summary>
public static class CorrelationMatrix
{
    /// <summary>The scores, [column, column]; symmetric, with NaN where a column is constant (on the diagonal too).</summary>
    /// <param name="columns">Columns of one length.</param>
    /// <param name="kind">Which correlation.</param>
    /// <param name="weights">How much each row counts; empty for all alike.</param>
    /// <exception cref="ArgumentException">There is no column, lengths differ, or a number is not finite; the message names the column and the first index.</exception>
    public static Score[,] Of(IReadOnlyList<double[]> columns, CorrelationKind kind = CorrelationKind.Pearson, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
        {
            throw new ArgumentException("There is no column.", nameof(columns));
        }

        for (int c = 0; c < columns.Count; c++)
        {
            if (columns[c].Length != columns[0].Length)
            {
                throw new ArgumentException($"columns[{c}] has {columns[c].Length} rows but columns[0] has {columns[0].Length}.", nameof(columns));
            }

            int bad = Array.FindIndex(columns[c], v => !double.IsFinite(v));
            if (bad >= 0)
            {
                throw new ArgumentException($"columns[{c}][{bad}] is {columns[c][bad]}; a finite number is needed.", nameof(columns));
            }
        }

        var scores = new Score[columns.Count, columns.Count];
        for (int i = 0; i < columns.Count; i++)
        {
            for (int j = i; j < columns.Count; j++)
            {
                scores[i, j] = scores[j, i] = kind switch
                {
                    CorrelationKind.Pearson => PearsonCorrelation.Of(columns[i], columns[j], weights),
                    CorrelationKind.Spearman => SpearmanCorrelation.Of(columns[i], columns[j], weights),
                    CorrelationKind.Kendall => KendallTau.Of(columns[i], columns[j], weights),
                    CorrelationKind.Concordance => ConcordanceCorrelation.Of(columns[i], columns[j], weights),
                    _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This correlation is not known."),
                };
            }
        }

        return scores;
    }
}
