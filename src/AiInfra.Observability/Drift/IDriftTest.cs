namespace AiInfra.Observability.Drift;

/// <summary>A way to compare a column's newest values with its training data. Implement <see cref="INumberDriftTest"/>, <see cref="ICategoryDriftTest"/> or both, and choose it by <see cref="DriftOptions.Use"/>.</summary>
/// <remarks>Missing values, the population stability index, the correction over all columns and the dependence of neighbouring rows are the monitor's: a test only says how large and how certain a difference is. Immutable: one serves many columns and threads.</remarks>
public interface IDriftTest
{
    /// <summary>Its name in reports, events and metrics, for example "ks": short, the same every time.</summary>
    string Name { get; }

    /// <summary>Its name for people, for example "Kolmogorov-Smirnov".</summary>
    string Title { get; }
}
