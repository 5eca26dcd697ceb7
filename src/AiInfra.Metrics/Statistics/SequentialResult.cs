namespace AiInfra.Metrics.Statistics;

/// <summary>What a sequential test knows so far. Look as often as you like: the promises hold at all rows together.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Count">Rows seen.</param>
/// <param name="Estimate">The estimate of what is watched: a mean, a share, a difference of means.</param>
/// <param name="Interval">The confidence sequence at this row: with its confidence the intervals at all rows hold the truth together.</param>
/// <param name="EValue">Evidence against the null hypothesis now: under it, it ever reaches 1/alpha with a chance of at most alpha. Of independent experiments e-values multiply.</param>
/// <param name="PValue">The always-valid p-value: 1 over the largest evidence so far; never rises.</param>
/// <param name="IsDecided">Whether the null hypothesis was rejected at this row or before.</param>
public sealed record SequentialResult(string Method, long Count, double Estimate, ConfidenceInterval Interval, double EValue, double PValue, bool IsDecided);
