using System.Diagnostics;
using AiInfra.Benchmarks.Trees;
using AiInfra.Core.Rows;
using AiInfra.Trees.Models;
using AiInfra.Trees.Native;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Seconds a row of Adult, 200 trees, one caller: raw texts and numbers through a deployment, against LightGBM's own fast single-row prediction on features that are encoded already.</summary>
internal sealed class TreesOnnxRatio : IRatio
{
    private const int Calls = 5_000;
    private readonly InferHost _host = new();
    private Row[] _rows = [];
    private float[][] _features = [];
    private Booster? _booster;
    private nint _fast;

    public string Name => "trees-onnx";

    public double Goal => 0.5;

    public async Task<bool> PrepareAsync()
    {
        if (AdultTrees.Read("adult.data") is not { } table)
        {
            return false;
        }

        TreesModel model = await new TreesTrainer(new TreesOptions { Trees = 200, ValidationShare = 0 }).FitAsync(table, AdultTrees.Target);
        await _host.StartAsync(model.ToOnnx().ToBytes(), null);
        var inputs = new RowSchema(model.Encoder.Columns.Columns);
        _rows = [.. Enumerable.Range(0, 256).Select(i => new Row(inputs, [.. inputs.Columns.Select(c => table[c.Name][i])]))];
        var features = new FeatureLayout(model.Encoder);
        _features = [.. _rows.Select(r => features.Encode([r]))];
        _booster = Booster.Read(model.Text);
        Init(features.Width);
        await OursAsync();
        await TheirsAsync();
        return true;
    }

    public async Task<double> OursAsync()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            await _host.Deployment.PredictAsync(_rows[i & 255]);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / Calls;
    }

    public unsafe Task<double> TheirsAsync()
    {
        double sum = 0, result = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            fixed (float* row = _features[i & 255])
            {
                LightGbm.Check(LightGbm.LGBM_BoosterPredictForMatSingleRowFast(_fast, row, out _, &result));
            }

            sum += result;
        }

        return double.IsFinite(sum) ? Task.FromResult(Stopwatch.GetElapsedTime(start).TotalSeconds / Calls) : throw new InvalidOperationException("LightGBM's answers are not finite.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_fast != 0)
        {
            LightGbm.LGBM_FastConfigFree(_fast);
        }

        _booster?.Dispose();
        await _host.DisposeAsync();
    }

    private void Init(int width) => LightGbm.Check(LightGbm.LGBM_BoosterPredictForMatSingleRowFastInit(_booster!.Handle, 0, 0, -1, LightGbm.Float32, width, "num_threads=1", out _fast));
}
