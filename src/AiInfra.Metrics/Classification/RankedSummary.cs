namespace AiInfra.Metrics.Classification;

/// <summary>What one walk over ranked scores gives.</summary>
/// <param name="Area">Area under the ROC curve; NaN with one class.</param>
/// <param name="StandardError">DeLong's standard error of the area; NaN for weighted rows or a class of one.</param>
/// <param name="AveragePrecision">Average precision; NaN without positives.</param>
internal sealed record RankedSummary(double Area, double StandardError, double AveragePrecision)
{
    public static RankedSummary Of(RankedScores ranked)
    {
        double p = ranked.PositiveWeight, n = ranked.NegativeWeight;
        double area = 0, precision = 0, positives = 0, negatives = 0;
        double ofPositives = 0, ofPositivesSquared = 0, ofNegatives = 0, ofNegativesSquared = 0;
        foreach (RankedGroup group in ranked)
        {
            // Placements: for a positive the share of negatives not below it (ties half), for a negative the share of positives not above it.
            if (group.Positive > 0)
            {
                double placement = negatives + (group.Negative / 2);
                ofPositives += group.Positive * placement;
                ofPositivesSquared += group.Positive * placement * placement;
                double above = positives + group.Positive;
                precision += group.Positive * (above / (above + negatives + group.Negative));
            }

            if (group.Negative > 0)
            {
                double placement = positives + (group.Positive / 2);
                area += group.Negative * placement;
                double missing = p - placement;
                ofNegatives += group.Negative * missing;
                ofNegativesSquared += group.Negative * missing * missing;
            }

            positives += group.Positive;
            negatives += group.Negative;
        }

        double error = double.NaN;
        if (!ranked.IsWeighted && p >= 2 && n >= 2)
        {
            double spreadOfPositives = Math.Max(0, ofPositivesSquared - (ofPositives * ofPositives / p)) / (n * n);
            double spreadOfNegatives = Math.Max(0, ofNegativesSquared - (ofNegatives * ofNegatives / n)) / (p * p);
            error = Math.Sqrt((spreadOfPositives / (p - 1) / p) + (spreadOfNegatives / (n - 1) / n));
        }

        return new(area / (p * n), error, p > 0 ? precision / p : double.NaN);
    }
}
