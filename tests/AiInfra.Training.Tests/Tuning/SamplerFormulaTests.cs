using AiInfra.Core.Studies;
using AiInfra.Numbers;
using AiInfra.Training.Tuning;
using AiInfra.Training.Tuning.Samplers;

namespace AiInfra.Training.Tests.Tuning;

/// <summary>Formulas of the samplers beside the values of scipy 1.10 and Optuna's sources (5.0).</summary>
public sealed class SamplerFormulaTests
{
    private static readonly ParameterRange[] s_ranges =
        [ParameterRange.Float(-5, 10), ParameterRange.Float(1e-5, 1, log: true), ParameterRange.Int(1, 12), ParameterRange.Int(1, 100, log: true), ParameterRange.Choice("a", "b", "c")];

    private static readonly double[][] s_observed = [[-4, 1e-4, 1, 1, 0], [0.5, 1e-3, 7, 10, 2], [1.5, 0.5, 7, 40, 2], [9, 2e-2, 12, 100, 1]];

    [Fact]
    public void NormalLaw_InTheMiddleAndFarOut_IsThatOfScipy()
    {
        Assert.Equal(0.09680048458561036, NormalLaw.Cdf(-1.3), 1e-15);
        Assert.Equal(0.9993128620620841, NormalLaw.Cdf(3.2), 1e-15);
        Assert.Equal(1, NormalLaw.Cdf(-7.5) / 3.1908916729108844e-14, 1e-10);
        Assert.Equal(-75.41067300156881, NormalLaw.LogCdf(-12), 1e-4);
        Assert.Equal(-5.9978070150076865, NormalLaw.Quantile(1e-9), 1e-12);
        Assert.Equal(-0.5244005127080409, NormalLaw.Quantile(0.3), 1e-14);
    }

    [Fact]
    public void Parzen_WidthsOfKernels_AreThoseOfThePeer()
    {
        double[][] expected = [[4.5, 4.5, 7.5, 7.5, 15], [2.302585092994045, 2.995732273553991, 3.2188758248682006, 3.2188758248682006, 11.512925464970229], [6, 6, 5, 5, 12], [2.3025850929940455, 2.3025850929940455, 1.3862943611198908, 0.9162907318741547, 5.303304908059076]];
        var estimator = new ParzenEstimator(s_ranges, s_observed, [1, 1, 1, 1], new ParzenOptions());
        for (int d = 0; d < expected.Length; d++)
        {
            double span = expected[d][^1];
            double[] sigmas = [.. estimator.Sigmas(d).ToArray().Select(s => s * span)];
            Assert.All(expected[d].Zip(sigmas), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }
    }

    [Theory]
    [InlineData(0, 0.0, 5.0, -2.531367116222417, -2.7828319893388853)]
    [InlineData(1, 1e-2, 3e-5, -2.377637214253827, -2.6424229507769734)]
    [InlineData(2, 6.0, 12.0, -2.4057473978761816, -2.56322784018084)]
    [InlineData(3, 9.0, 90.0, -3.96060022105152, -5.669654577327612)]
    [InlineData(4, 2.0, 0.0, -0.8754687373538996, -1.2321436812926323)]
    public void Parzen_DensityOfOneParameter_IsThatOfThePeer(int parameter, double first, double second, double theirFirst, double theirSecond)
    {
        ParameterRange range = s_ranges[parameter];
        var estimator = new ParzenEstimator([range], [.. s_observed.Select(o => (double[])[o[parameter]])], [1, 1, 1, 1], new ParzenOptions());
        double[] ours = [.. new[] { first, second }.Select(x => estimator.LogDensity([range.Kind == ParameterKind.Choice ? x : range.ShareOf(x)]))];

        // Densities here are by share of the range, the peer's by value, or its logarithm.
        double width = range.Kind == ParameterKind.Float ? (range.Log ? Math.Log(range.High / range.Low) : range.High - range.Low) : 1;
        Assert.Equal(theirFirst, ours[0] - Math.Log(width), 1e-9);
        Assert.Equal(theirSecond, ours[1] - Math.Log(width), 1e-9);
    }

    [Fact]
    public void Parzen_DensityOfAllTogether_DiffersAsThePeers()
    {
        var estimator = new ParzenEstimator(s_ranges, s_observed, [1, 1, 1, 1], new ParzenOptions());
        double[] Point(params double[] x) => [.. x.Zip(s_ranges, (v, r) => r.Kind == ParameterKind.Choice ? v : r.ShareOf(v))];
        Assert.Equal(-11.757652168926498 + 15.80883586891253, estimator.LogDensity(Point(0, 1e-2, 6, 9, 2)) - estimator.LogDensity(Point(5, 3e-5, 12, 90, 0)), 1e-9);
    }

    [Fact]
    public void Tpe_WeightsByAge_AreThoseOfThePeer()
    {
        double[] expected = [0.03333333333333333, 0.275, 0.5166666666666667, 0.7583333333333333, 1, 1, 1];
        Assert.All(expected.Select((w, i) => (w, i)), e => Assert.Equal(e.w, TpeSampler.Weight(e.i, 30), 1e-12));
        Assert.Equal(1, TpeSampler.Weight(0, 25));
    }

    [Theory]
    [InlineData(1u, new[] { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 })]
    [InlineData(3u, new[] { 0.75, 0.25, 0.25, 0.75, 0.25, 0.75 })]
    [InlineData(13u, new[] { 0.6875, 0.8125, 0.4375, 0.4375, 0.0625, 0.1875 })]
    [InlineData(29u, new[] { 0.71875, 0.34375, 0.59375, 0.96875, 0.78125, 0.96875 })]
    public void Sobol_Plain_IsThatOfScipy(uint point, double[] expected) =>
        Assert.Equal(expected, new[] { 0, 1, 2, 7, 40, 63 }.Select(d => SobolSampler.Plain(point, d)));

    [Fact]
    public void Sobol_Scrambled_StillHasOnePointInEveryPart()
    {
        foreach (int dimension in new[] { 0, 5, 63 })
        {
            double[] points = [.. Enumerable.Range(0, 64).Select(i => SobolSampler.Scrambled((uint)i, dimension, seed: 7))];
            Assert.Equal(Enumerable.Range(0, 64), points.Select(p => (int)(p * 64)).Order());
            Assert.NotEqual(points, Enumerable.Range(0, 64).Select(i => SobolSampler.Scrambled((uint)i, dimension, seed: 8)));
        }
    }

    [Fact]
    public async Task Sobol_BeyondItsDimensions_IsRefused()
    {
        await using Study study = await Study.OpenAsync("s", new StudyOptions { Sampler = new SobolSampler() });
        StudyException e = await Assert.ThrowsAsync<StudyException>(() => study.RunAsync(t => Enumerable.Range(0, SobolSampler.Dimensions + 1).Sum(i => t.Float($"x{i}", 0, 1))));
        Assert.Contains("parameter 65", e.Message);
    }

    [Fact]
    public async Task Grid_AllCombinations_ComeOnceAndEndTheStudy()
    {
        foreach (int workers in new[] { 1, 4 })
        {
            var grid = new GridSampler(new Dictionary<string, IReadOnlyList<object>> { ["lr"] = [0.1, 0.01], ["kind"] = ["a", "b", "c"], ["deep"] = [true, false] });
            await using Study study = await Study.OpenAsync("s", new StudyOptions { Sampler = grid, MaxTrials = null, Workers = workers });
            await study.EnqueueAsync(new Dictionary<string, object> { ["lr"] = 0.5, ["kind"] = "a", ["deep"] = true });
            StudyResult found = await study.RunAsync(async t => t.Float("lr", 0.001, 1) + t.Choice("kind", "a", "b", "c").Length + (t.Choice("deep", true, false) ? 1 : 0) + await Task.FromResult(0));
            Assert.Equal(StudyStop.Exhausted, found.Stop);
            Assert.Equal(13, found.Trials.Count);
            Assert.Equal(13, found.Trials.Select(t => $"{t.Choice("lr")} {t.Choice("kind")} {t.Choice("deep")}").Distinct().Count());
        }
    }

    [Fact]
    public async Task Grid_OfOtherNamesOrValues_IsRefused()
    {
        async Task<string> MessageAsync(Dictionary<string, IReadOnlyList<object>> values)
        {
            await using Study study = await Study.OpenAsync("s", new StudyOptions { Sampler = new GridSampler(values) });
            return (await Assert.ThrowsAsync<StudyException>(() => study.RunAsync(t => t.Float("lr", 0.001, 1)))).Message;
        }

        Assert.Contains("no values for the parameter 'lr'", await MessageAsync(new() { ["rate"] = [0.1] }));
        Assert.Contains("'5'", await MessageAsync(new() { ["lr"] = [5] }));
        Assert.Throws<ArgumentException>(() => new GridSampler(new Dictionary<string, IReadOnlyList<object>> { ["lr"] = [0.1, 0.1] }));
    }

    [Fact]
    public void GaussianProcess_MeanVarianceAndPosterior_AreThoseOfTheFormula()
    {
        double[][] points = [[0.1, 0.2], [0.4, 0.9], [0.8, 0.5], [0.3, 0.3]];
        double[] parameters = [Math.Log(2), Math.Log(0.5), Math.Log(1.3), Math.Log(0.01)];
        var process = new GaussianProcess(points, [1, -0.5, -1, 0.5], [false, false], parameters);
        Assert.Equal(-2.6308121388619474, process.LogPosterior(parameters, new double[4]), 1e-9);
        double[] slope = new double[4];
        process.LogPosterior(parameters, slope);
        for (int p = 0; p < 4; p++)
        {
            double[] up = [.. parameters], down = [.. parameters];
            (up[p], down[p]) = (up[p] + 1e-5, down[p] - 1e-5);
            Assert.Equal((process.LogPosterior(up, new double[4]) - process.LogPosterior(down, new double[4])) / 2e-5, slope[p], 1e-5);
        }

        process.Fit(0);
        (double mean, double variance) = process.Predict([0.5, 0.5]);
        Assert.Equal(-0.33301894749879124, mean, 1e-9);
        Assert.Equal(0.028849824963808723, variance, 1e-9);
    }

    [Fact]
    public void LogExpectedImprovement_NearAndFar_IsTheFormulas()
    {
        Assert.Equal(-2.472942117661699, GaussianProcessSampler.LogExpectedImprovement(0.3, 0.5, 0), 1e-9);
        Assert.Equal(-28.202214079073652, GaussianProcessSampler.LogExpectedImprovement(2, 0.3, 0), 1e-6);

        // Beyond what doubles hold it goes on falling.
        Assert.True(GaussianProcessSampler.LogExpectedImprovement(60, 1, 0) < GaussianProcessSampler.LogExpectedImprovement(50, 1, 0));
    }

    [Fact]
    public void Hypervolume_OfTwoAndThreeObjectives_IsCountedOnce()
    {
        Assert.Equal(3, Hypervolume.Of([[1, 2], [2, 1], [2, 2]], [3, 3]), 1e-12);
        Assert.Equal(7, Hypervolume.Of([[1, 1, 1], [1, 1, 2]], [3, 3, 3]) - 1, 1e-12);
        Assert.Equal(4 + 2, Hypervolume.Of([[0, 2, 1], [2, 0, 1]], [3, 3, 3]) - 4, 1e-12);
        Assert.Equal([1], Hypervolume.Greedy([[0, 2.9], [1, 1], [2.9, 0]], 1, [3, 3]));
    }

    [Fact]
    public void Nsga_Room_IsInfiniteAtTheEndsAndTheNeighboursGapBetween() =>
        Assert.Equal([double.PositiveInfinity, 2.0, double.PositiveInfinity], NsgaSampler.Room([[0, 4], [1, 1], [4, 0]]));

    [Fact]
    public async Task Tpe_SeveralObjectives_ComesCloserToTheFrontThanChance()
    {
        double[] volumes = [await VolumeAsync(new TpeSampler()), await VolumeAsync(new NsgaSampler(new NsgaOptions { Population = 20 })), await VolumeAsync(new RandomSampler())];
        Assert.True(volumes[0] > volumes[2] && volumes[1] > volumes[2], string.Join(" ", volumes));

        static async Task<double> VolumeAsync(ISampler sampler)
        {
            await using Study study = await Study.OpenAsync("s", new StudyOptions { Directions = [StudyDirection.Minimize, StudyDirection.Minimize], MaxTrials = 200, Sampler = sampler });
            StudyResult found = await study.RunAsync(t =>
            {
                // ZDT1 (Zitzler, Deb, Thiele 2000) in four dimensions.
                double x = t.Float("x0", 0, 1), g = 1 + (3 * (t.Float("x1", 0, 1) + t.Float("x2", 0, 1) + t.Float("x3", 0, 1)));
                return (double[])[x, g * (1 - Math.Sqrt(x / g))];
            });
            return Hypervolume.Of([.. found.ParetoFront.Select(t => t.Values.ToArray())], [2, 10]);
        }
    }
}
