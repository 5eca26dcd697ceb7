using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Tests.Metrics;

internal static class AllMetrics
{
    public static IEnumerable<IMetric> Labels(int classes) =>
    [
        new Accuracy(classes), new BalancedAccuracy(classes), new MatthewsCorrelation(classes), new CohenKappa(classes), new CohenKappa(classes, KappaWeights.Quadratic),
        new Precision(classes: classes), new Recall(Average.Micro, classes: classes), new FScore(Average.Weighted, classes: classes), new FScore(Average.Positive, beta: 2, classes: classes),
    ];

    public static IEnumerable<IMetric> Binary() => [new RocAuc(1), new RocAucHistogram(64, 1), new AveragePrecision(1)];

    public static IEnumerable<IMetric> Probabilities() => [new LogLoss(), new BrierScore(), new ExpectedCalibrationError(), new TopKAccuracy(2), new MulticlassRocAuc(), new MulticlassRocAuc(AucDecomposition.OneVersusOne)];

    public static IEnumerable<IMetric> Values() =>
    [
        new MeanAbsoluteError(), new MeanSquaredError(), new RootMeanSquaredError(), new MeanAbsolutePercentageError(), new RootMeanSquaredLogError(), new PinballLoss(0.9),
        new RSquared(), new ExplainedVariance(), new MaxError(), new MedianAbsoluteError(), new PearsonCorrelation(),
    ];
}
