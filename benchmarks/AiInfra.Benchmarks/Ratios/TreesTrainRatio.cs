using System.Diagnostics;
using AiInfra.Benchmarks.Trees;
using AiInfra.Core.Rows;
using AiInfra.Trees.Models;
using AiInfra.Trees.Native;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Seconds to train 200 trees on Adult's 32,561 rows: from columns of texts and numbers, checks and encoder included, against LightGBM called bare on arrays that are encoded already.</summary>
internal sealed class TreesTrainRatio : IRatio
{
    private const int Trees = 200;
    private RowBatch? _rows;
    private List<float[]> _blocks = [];
    private float[] _labels = [];
    private int _width;
    private string _parameters = "";

    public string Name => "trees-train";

    public double Goal => 0.9;

    public async Task<bool> PrepareAsync()
    {
        _rows = AdultTrees.Read("adult.data");
        if (_rows is null)
        {
            return false;
        }

        TreesModel model = await TrainAsync();
        var features = new FeatureLayout(model.Encoder);
        _width = features.Width;
        _blocks = [features.Encode(_rows)];
        _labels = [.. _rows[AdultTrees.Target].AsValues().Select(v => (float)model.Labels!.IndexOf(v))];
        _parameters = $"objective=binary num_leaves=31 learning_rate=0.1 min_data_in_leaf=20 lambda_l2=1 feature_fraction=0.8 num_threads={Environment.ProcessorCount} verbosity=-1 categorical_feature={string.Join(',', features.Categorical)}";
        await TheirsAsync();
        return true;
    }

    public async Task<double> OursAsync()
    {
        long start = Stopwatch.GetTimestamp();
        TreesModel model = await TrainAsync();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return model.Ensemble.Count == Trees ? seconds : throw new InvalidOperationException($"{model.Ensemble.Count} trees.");
    }

    // On a thread of its own, as ours: OpenMP's threads then spin between the steps of a tree for both.
    public Task<double> TheirsAsync() => Task.Factory.StartNew(Theirs, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private double Theirs()
    {
        long start = Stopwatch.GetTimestamp();
        using var dataset = LightGbmDataset.Create(_blocks, _width, _parameters);
        dataset.Labels(_labels);
        using var booster = Booster.Create(dataset, _parameters);
        for (int i = 0; i < Trees; i++)
        {
            booster.Grow();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<TreesModel> TrainAsync() => new TreesTrainer(new TreesOptions { Trees = Trees, ValidationShare = 0 }).FitAsync(_rows!, AdultTrees.Target);
}
