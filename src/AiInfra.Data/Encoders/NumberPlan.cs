using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>clip((t(x or impute) - offset) * factor), where t is the signed logarithm or nothing; and, for each code, whether x is just that; and, with a curve, the score of its rank. Where missing values are kept, a missing x gives NaN.</summary>
internal sealed record NumberPlan(string Name, ValueKind Kind, double Impute, bool Log, double Offset, double Factor, double Low, double High, bool Indicator, double[] Codes, RankCurve? Rank = null, bool KeepMissing = false)
    : ColumnPlan(Name, Kind);
