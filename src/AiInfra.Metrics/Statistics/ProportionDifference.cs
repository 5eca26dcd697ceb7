namespace AiInfra.Metrics.Statistics;

/// <summary>Intervals for the difference of two shares, first minus second.</summary>
public static class ProportionDifference
{
    /// <summary>Newcombe's hybrid score interval (1998, method 10): built from Wilson's intervals of both shares; stays within -1 and 1 and covers well for few trials too.</summary>
    /// <param name="successesFirst">Successes of the first; a fraction is allowed for weighted counts.</param>
    /// <param name="trialsFirst">Trials of the first, more than 0.</param>
    /// <param name="successesSecond">Successes of the second.</param>
    /// <param name="trialsSecond">Trials of the second, more than 0.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or successes are not between 0 and trials.</exception>
    /// <remarks>statsmodels: confint_proportions_2indep(method="newcomb").</remarks>
    public static ConfidenceInterval Newcombe(double successesFirst, double trialsFirst, double successesSecond, double trialsSecond, double confidence = 0.95)
    {
        ConfidenceInterval a = ProportionInterval.Wilson(successesFirst, trialsFirst, confidence), b = ProportionInterval.Wilson(successesSecond, trialsSecond, confidence);
        double p = successesFirst / trialsFirst, q = successesSecond / trialsSecond;
        double low = p - q - Math.Sqrt(((p - a.Low) * (p - a.Low)) + ((b.High - q) * (b.High - q)));
        double high = p - q + Math.Sqrt(((a.High - p) * (a.High - p)) + ((q - b.Low) * (q - b.Low)));
        return new(low, high, confidence);
    }

    /// <summary>Agresti and Caffo's interval (2000): Wald's after one success and one failure were added to each side.</summary>
    /// <param name="successesFirst">Successes of the first.</param>
    /// <param name="trialsFirst">Trials of the first, more than 0.</param>
    /// <param name="successesSecond">Successes of the second.</param>
    /// <param name="trialsSecond">Trials of the second, more than 0.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or successes are not between 0 and trials.</exception>
    public static ConfidenceInterval AgrestiCaffo(double successesFirst, double trialsFirst, double successesSecond, double trialsSecond, double confidence = 0.95)
    {
        ProportionInterval.Check(successesFirst, trialsFirst);
        ProportionInterval.Check(successesSecond, trialsSecond);
        return Wald(successesFirst + 1, trialsFirst + 2, successesSecond + 1, trialsSecond + 2, confidence);
    }

    /// <summary>Wald's interval with unpooled variances: the difference plus and minus z standard errors. Too narrow for few trials.</summary>
    /// <param name="successesFirst">Successes of the first.</param>
    /// <param name="trialsFirst">Trials of the first, more than 0.</param>
    /// <param name="successesSecond">Successes of the second.</param>
    /// <param name="trialsSecond">Trials of the second, more than 0.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or successes are not between 0 and trials.</exception>
    public static ConfidenceInterval Wald(double successesFirst, double trialsFirst, double successesSecond, double trialsSecond, double confidence = 0.95)
    {
        ProportionInterval.Check(successesFirst, trialsFirst);
        ProportionInterval.Check(successesSecond, trialsSecond);
        double p = successesFirst / trialsFirst, q = successesSecond / trialsSecond;
        double half = NormalTail.Quantile((1 + ConfidenceInterval.CheckConfidence(confidence)) / 2) * Math.Sqrt((p * (1 - p) / trialsFirst) + (q * (1 - q) / trialsSecond));
        return new(p - q - half, p - q + half, confidence);
    }
}
