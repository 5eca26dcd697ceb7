using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>clip((t(x or impute) - offset) * factor), where t is the signed logarithm or nothing; and, for each code, whether x is just that.</summary>
internal sealed record NumberPlan(string Name, ValueKind Kind, double Impute, bool Log, double Offset, double Factor, double Low, double High, bool Indicator, double[] Codes)
    : ColumnPlan(Name, Kind);
