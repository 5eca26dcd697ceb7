namespace AiInfra.Metrics;

/// <summary>A metric that is a mean over rows (or increases with one): two models can be compared row by row, which is the most powerful way.</summary>
public interface IRowLoss
{
    /// <summary>What one row costs; less is better. The scale is the metric's before a last step (RMSE: squared errors; accuracy: 1 for a wrong row).</summary>
    double Loss(in Outcome outcome);

    /// <summary>Whether the metric's value is the mean loss itself (or 1 minus it), so that differences of losses are on its scale. False where a last step follows, such as a root.</summary>
    bool IsMean => true;

    /// <summary>The metric's value where rows cost so much on average: the last step, such as a root, or 1 less the mean where losses are mistakes.</summary>
    /// <param name="mean">The mean loss.</param>
    double OfMean(double mean) => mean;
}
