using AiInfra.Training.Loading;

namespace AiInfra.Training.Language;

/// <summary>Chooses the next token of one text by its scores.</summary>
internal sealed class TokenChoice(GenerationOptions options, int row)
{
    /// <summary>Chooses.</summary>
    /// <param name="scores">Scores of all tokens; they are changed.</param>
    /// <param name="text">The text so far.</param>
    /// <param name="step">Tokens chosen before.</param>
    public long Next(Span<float> scores, IEnumerable<long> text, int step)
    {
        int odd = scores.IndexOfAnyExceptInRange(float.NegativeInfinity, float.MaxValue);
        if (odd >= 0)
        {
            throw new TrainingException($"The model scores token {odd} of text {row} by {scores[odd]}, which is no number to choose by: its weights are damaged, or its training went wrong.");
        }

        if (options.RepetitionPenalty != 1)
        {
            foreach (long token in text.Distinct())
            {
                scores[(int)token] *= (float)(scores[(int)token] > 0 ? 1 / options.RepetitionPenalty : options.RepetitionPenalty);
            }
        }

        return options.Temperature == 0 ? Best(scores) : Draw(scores, SeededChance.Of(options.Seed, row, step));
    }

    private static long Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }

    private long Draw(ReadOnlySpan<float> scores, double chance)
    {
        // The likeliest first, of equally likely ones the first.
        float[] ordered = scores.ToArray();
        int[] tokens = [.. Enumerable.Range(0, ordered.Length)];
        Array.Sort(tokens, (a, b) => ordered[a] != ordered[b] ? ordered[b].CompareTo(ordered[a]) : a.CompareTo(b));
        int kept = Math.Min(options.TopK ?? tokens.Length, tokens.Length);
        double[] weights = [.. tokens.Take(kept).Select(t => Math.Exp((ordered[t] - (double)ordered[tokens[0]]) / options.Temperature))];
        double all = weights.Sum();
        if (options.TopP is { } share)
        {
            double sum = 0;
            kept = 0;
            while (kept < weights.Length && sum < share * all)
            {
                sum += weights[kept++];
            }

            all = sum;
        }

        double at = chance * all;
        for (int i = 0; i < kept; i++)
        {
            at -= weights[i];
            if (at < 0)
            {
                return tokens[i];
            }
        }

        return tokens[kept - 1];
    }
}
