namespace AiInfra.AspNetCore.Dashboard.Pages.Drift;

/// <summary>How far an input has moved from the training data.</summary>
/// <param name="Column">Input.</param>
/// <param name="Test">The test that compared it, for people; empty where nothing could be compared.</param>
/// <param name="Stability">Population stability index.</param>
/// <param name="Noise">The index that chance alone exceeds once in twenty; 0 where it is not known.</param>
/// <param name="PValue">Adjusted.</param>
/// <param name="Missing">Share of missing values now.</param>
/// <param name="ReferenceMissing">Share of missing values in the training data.</param>
/// <param name="Drifted">Whether that is certain and large enough.</param>
internal sealed record ColumnBar(string Column, string Test, double Stability, double Noise, double PValue, double Missing, double ReferenceMissing, bool Drifted);
