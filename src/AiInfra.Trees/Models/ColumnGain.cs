namespace AiInfra.Trees.Models;

/// <summary>What the trees made of a column.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Gain">Share of all that splits gained which the splits by this column gained, 0 to 1.</param>
/// <param name="Splits">Splits that ask for it.</param>
public sealed record ColumnGain(string Column, double Gain, int Splits);
