using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Clustering;
using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Text;
using AiInfra.Metrics.Uncertainty;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>Metrics whose constructors ask for something, or whose options deserve more than one example.</summary>
internal sealed class FamilyExamples : IFamilyExamples
{
    public IEnumerable<ScoredMetric> Metrics() =>
    [
        .. Enum.GetValues<RougeVariant>().Select(v => new Rouge(v)),
        new DistinctN(1), new DistinctN(2),
        new QuantileCrps(0.1, 0.9), new QuantileCrps(0.1, 0.5), new WeightedQuantileLoss(0.1, 0.9),
        new PrecisionAtK(1), new PrecisionAtK(2), new RecallAtK(1), new RecallAtK(2), new HitRate(1), new HitRate(2),
        new MulticlassRocAuc(), new MulticlassRocAuc(AucDecomposition.OneVersusOne), new MulticlassRocAuc(average: Average.Micro),
        .. Enum.GetValues<SmapeForm>().Select(f => new SymmetricMape(f)),
        .. Enum.GetValues<BiasForm>().Select(f => new ForecastBias(f)),
        SeriesMetric.Mase(), SeriesMetric.Rmsse(), SeriesMetric.Mase(7, SeriesAggregation.Median), SeriesMetric.Mase(7, SeriesAggregation.Pooled),
        .. Enum.GetValues<EntropyMean>().Select(m => new NormalizedMutualInformation(m)),
        new FScore(), new FScore(classes: 3), new FScore(beta: 2), new FScore(Average.Positive), new FScore(Average.Positive, positive: 2), new FScore(zeroDivision: ZeroDivision.One),
    ];
}
