namespace AiInfra.Observability.Drift;

/// <summary>A drift test that compares numbers and times.</summary>
public interface INumberDriftTest : IDriftTest
{
    /// <summary>Compares the window with the training data.</summary>
    DriftEvidence Compare(NumberSample window);
}
