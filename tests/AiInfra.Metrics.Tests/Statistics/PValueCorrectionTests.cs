using AiInfra.Laws;
using AiInfra.Metrics.Statistics;
using CsCheck;

namespace AiInfra.Metrics.Tests.Statistics;

public class PValueCorrectionTests
{
    private static readonly double[] PValues = [0.5340655256935272, 0.4854097852592511, 0.00037878250028809115, 0.6903007236618387, 0.059817793088010225, 0.07437668220277782];

    [Fact]
    public void Holm_KnownPValues_KnownAdjusted() =>
        Assert.Equal([1.0, 1.0, 0.002272695001728547, 1.0, 0.29908896544005115, 0.29908896544005115], PValueCorrection.Holm(PValues));

    [Fact]
    public void BenjaminiHochberg_KnownPValues_KnownAdjusted() =>
        Assert.Equal([0.6408786308322326, 0.6408786308322326, 0.002272695001728547, 0.6903007236618387, 0.14875336440555564, 0.14875336440555564], PValueCorrection.BenjaminiHochberg(PValues));

    [Fact]
    public void Adjusted_Always_AtLeastRawAndHolmAtLeastBenjaminiHochberg() =>
        Gen.Double[0, 1].Array[1, 30].ForAll(p =>
        {
            double[] holm = PValueCorrection.Holm(p), bh = PValueCorrection.BenjaminiHochberg(p);
            return p.Select((raw, i) => bh[i] >= raw * (1 - 1e-15) && holm[i] >= bh[i] * (1 - 1e-15) && holm[i] <= 1).All(ok => ok);
        });

    [Fact]
    public void Holm_NaN_NamesIndex() =>
        Assert.Contains("index 1", Assert.Throws<ArgumentException>(() => PValueCorrection.Holm([0.1, double.NaN])).Message);

    // Expected values: statsmodels 0.13.5.
    [Fact]
    public void Bonferroni_Unordered_AsStatsmodels() =>
        Assert.Equal([0.06, 0.24, 0.18, 0.03, 1, 1], PValueCorrection.Bonferroni([0.01, 0.04, 0.03, 0.005, 0.55, 0.2]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void BenjaminiYekutieli_Unordered_AsStatsmodels() =>
        Assert.Equal([0.0735, 0.147, 0.147, 0.0735, 1, 0.588], PValueCorrection.BenjaminiYekutieli([0.01, 0.04, 0.03, 0.005, 0.55, 0.2]).Select(p => Math.Round(p, 12)));
}
