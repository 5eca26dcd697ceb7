namespace AiInfra.Metrics.Statistics;

/// <summary>Two sides compared with and without what was known of their rows before.</summary>
/// <param name="Theta">How much the outcome changes with the covariate, pooled within the sides.</param>
/// <param name="Correlation">Correlation of outcome and covariate within the sides; of rows that have a covariate.</param>
/// <param name="VarianceReduction">Share of the difference's variance that is gone, near the squared correlation; below 0 when the covariate says nothing.</param>
/// <param name="Difference">Adjusted difference of the means, first minus second.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="PValue">Two-sided, by Welch's t on the adjusted outcomes.</param>
/// <param name="Interval">Interval of the adjusted difference.</param>
/// <param name="PlainDifference">The difference without adjustment.</param>
/// <param name="PlainStandardError">Its standard error.</param>
/// <param name="PlainInterval">Its interval.</param>
/// <param name="MissingCovariates">Rows without a covariate; they were a stratum of their own.</param>
public sealed record CupedResult(double Theta, double Correlation, double VarianceReduction, double Difference, double StandardError, double PValue, ConfidenceInterval Interval, double PlainDifference, double PlainStandardError, ConfidenceInterval PlainInterval, long MissingCovariates);
