namespace AiInfra.Benchmarks.Quality;

/// <summary>How good a model is on a real table, by its own split or a drawn one.</summary>
internal interface IQualityFigure
{
    /// <summary>Table and model, such as "adult network".</summary>
    string Name { get; }

    /// <summary>What is counted, on which rows.</summary>
    string Measure { get; }

    /// <summary>What it should come to; null where a figure is only told.</summary>
    double? Goal { get; }

    /// <summary>Trains and judges. Null where the data is not beside the checkout.</summary>
    Task<double?> RunAsync(int seed);
}
