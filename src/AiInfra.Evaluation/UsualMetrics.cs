using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Evaluation;

/// <summary>The metrics of an evaluation that names none.</summary>
internal static class UsualMetrics
{
    public static IReadOnlyList<IMetric> Of(PredictionSet predictions)
    {
        if (predictions.Classes is not { } classes)
        {
            return [new MeanAbsoluteError(), new RootMeanSquaredError(), new RSquared(), new MedianAbsoluteError(), new MaxError()];
        }

        List<IMetric> metrics = [new Accuracy(), new BalancedAccuracy(), new FScore(), new MatthewsCorrelation()];
        if (predictions.HasProbabilities)
        {
            metrics.AddRange(classes.Count == 2
                ? [new RocAuc(), new AveragePrecision(), new LogLoss(), new BrierScore(), new ExpectedCalibrationError()]
                : [new MulticlassRocAuc(), new LogLoss(), new BrierScore(), new ExpectedCalibrationError()]);
        }

        return metrics;
    }
}
