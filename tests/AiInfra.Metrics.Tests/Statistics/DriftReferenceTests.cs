using System.Text.Json;
using AiInfra.Metrics.Statistics;
using AiInfra.Support;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>Replays drift.json of the reference values, where that folder is there.</summary>
public sealed class DriftReferenceTests
{
    [Theory]
    [InlineData("kolmogorovSmirnov")]
    [InlineData("wasserstein")]
    [InlineData("energyDistance")]
    [InlineData("mannWhitneyU")]
    [InlineData("welchT")]
    [InlineData("chiSquareTwoSample")]
    [InlineData("jensenShannonDistance")]
    [InlineData("klDivergence")]
    public void ReferenceCases_All_Agree(string metric)
    {
        string file = SharedData.RequireShared("reference/drift.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        int cases = 0;
        foreach (JsonElement one in document.RootElement.EnumerateArray().Where(e => e.GetProperty("metric").GetString() == metric))
        {
            cases++;
            string name = one.GetProperty("name").GetString()!;
            JsonElement inputs = one.GetProperty("inputs"), expected = one.GetProperty("expected");
            double[][] pair = [.. inputs.EnumerateObject().Select(p => p.Value.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
            if (expected.ValueKind == JsonValueKind.Number)
            {
                Same(name, expected.GetDouble(), metric switch
                {
                    "wasserstein" => Divergence.Wasserstein(pair[0], pair[1]),
                    "energyDistance" => Divergence.EnergyDistance(pair[0], pair[1]),
                    "jensenShannonDistance" => Divergence.JensenShannonDistance(pair[0], pair[1]),
                    _ => Divergence.KlDivergence(pair[0], pair[1]),
                });
                continue;
            }

            TwoSampleResult result = metric switch
            {
                "kolmogorovSmirnov" => TwoSample.KolmogorovSmirnov(pair[0], pair[1], KolmogorovMethod.Asymptotic),
                "mannWhitneyU" => TwoSample.MannWhitneyU(pair[0], pair[1]),
                "welchT" => TwoSample.WelchT(pair[0], pair[1]),
                _ => TwoSample.ChiSquare(pair[0], pair[1]),
            };
            Same(name, expected.GetProperty("statistic").GetDouble(), result.Statistic);
            Same(name, expected.GetProperty("pValue").GetDouble(), result.PValue);
        }

        Assert.Equal(12, cases);
    }

    private static void Same(string name, double expected, double actual)
    {
        double tolerance = Math.Abs(expected) * (Math.Abs(expected) < 1e-8 ? 1e-6 : 1e-9);
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{name}: expected {expected:R}, found {actual:R}.");
    }
}
