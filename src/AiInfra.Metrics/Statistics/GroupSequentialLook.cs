namespace AiInfra.Metrics.Statistics;

/// <summary>One planned look of a group-sequential design.</summary>
/// <param name="Fraction">Share of the planned rows that were seen.</param>
/// <param name="Boundary">Stop and reject where |z| is at least this.</param>
/// <param name="NominalPValue">The two-sided p-value at the boundary.</param>
/// <param name="Spent">False alarms spent up to and with this look.</param>
public sealed record GroupSequentialLook(double Fraction, double Boundary, double NominalPValue, double Spent);
