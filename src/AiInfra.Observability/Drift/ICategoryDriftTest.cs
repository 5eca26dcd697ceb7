namespace AiInfra.Observability.Drift;

/// <summary>A drift test that compares texts and booleans.</summary>
public interface ICategoryDriftTest : IDriftTest
{
    /// <summary>Compares the window with the training data.</summary>
    DriftEvidence Compare(CategorySample window);
}
