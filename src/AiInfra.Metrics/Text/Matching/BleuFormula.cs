namespace AiInfra.Metrics.Text.Matching;

/// <summary>BLEU of summed counts (Papineni 2002). The counts are: hypothesis length, reference length, matches by order, totals by order.</summary>
internal static class BleuFormula
{
    public static int Width(int orders) => 2 + (2 * orders);

    public static double Score(ReadOnlySpan<double> counts, BleuOptions options, bool effectiveOrder, Span<double> precisions, out double brevity)
    {
        int orders = options.MaxOrder;
        ReadOnlySpan<double> matches = counts.Slice(2, orders), totals = counts.Slice(2 + orders, orders);
        brevity = counts[0] >= counts[1] ? 1 : counts[0] > 0 ? Math.Exp(1 - (counts[1] / counts[0])) : 0;
        precisions.Clear();
        if (!matches.ContainsAnyExcept(0.0))
        {
            return 0;
        }

        double halves = 1, logs = 0;
        int used = orders, summed = 0;
        for (int n = 0; n < orders; n++)
        {
            double add = options.Smoothing == BleuSmoothing.AddK && n > 0 ? options.SmoothingNumber : 0;
            double match = matches[n] + add, total = totals[n] + add;
            if (total == 0)
            {
                break;
            }

            used = effectiveOrder ? n + 1 : used;
            precisions[n] = match > 0 ? 100 * match / total
                : options.Smoothing == BleuSmoothing.Exponential ? 100 / ((halves *= 2) * total)
                : options.Smoothing == BleuSmoothing.Floor ? 100 * options.SmoothingNumber / total
                : 0;
            logs += Math.Log(precisions[n]);
            summed = n + 1;
        }

        return summed < used ? 0 : brevity * Math.Exp(logs / used);
    }
}
