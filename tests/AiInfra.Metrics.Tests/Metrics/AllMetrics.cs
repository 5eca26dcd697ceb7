using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Tests.Metrics;

internal static class AllMetrics
{
    public static IEnumerable<IMetric> Labels(int classes) =>
    [
        new Accuracy(classes), new BalancedAccuracy(classes), new MatthewsCorrelation(classes), new CohenKappa(classes), new CohenKappa(classes, KappaWeights.Quadratic),
        new Precision(classes: classes), new Recall(Average.Micro, classes: classes), new FScore(Average.Weighted, classes: classes), new FScore(Average.Positive, beta: 2, classes: classes),
        new JaccardIndex(classes: classes), new Specificity(Average.Macro, classes: classes), new NegativePredictiveValue(classes: classes), new Informedness(1, classes), new BalancedAccuracy(classes, true),
    ];

    public static IEnumerable<IMetric> Binary() => [new RocAuc(1), new RocAucHistogram(64, 1), new AveragePrecision(1)];

    public static IEnumerable<IMetric> Probabilities() =>
    [
        new LogLoss(), new BrierScore(), new TopKAccuracy(2), new MulticlassRocAuc(), new MulticlassRocAuc(AucDecomposition.OneVersusOne), new MulticlassRocAuc(average: Average.Micro),
        new ExpectedCalibrationError(), new ExpectedCalibrationError(10, CalibrationTarget.Classwise), new ExpectedCalibrationError(5, CalibrationTarget.Top, BinStrategy.Quantile), new ExpectedCalibrationError(4, CalibrationTarget.Classwise, BinStrategy.Quantile),
        new MaximumCalibrationError(), new DebiasedCalibrationError(4),
    ];

    public static IEnumerable<IMetric> Values() =>
    [
        new MeanAbsoluteError(), new MeanSquaredError(), new RootMeanSquaredError(), new MeanAbsolutePercentageError(), new RootMeanSquaredLogError(), new PinballLoss(0.9),
        new RSquared(), new ExplainedVariance(), new MaxError(), new MedianAbsoluteError(), new PearsonCorrelation(),
    ];
}
