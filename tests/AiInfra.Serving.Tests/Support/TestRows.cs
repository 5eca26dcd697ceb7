using AiInfra.Core.Rows;

namespace AiInfra.Serving.Tests.Support;

internal static class TestRows
{
    private static readonly RowSchema Scale = new([new Column("x", ValueKind.Number)]);

    private static readonly RowSchema RawSchema = new([new Column("at", ValueKind.Instant), new Column("color", ValueKind.Text), new Column("size", ValueKind.Number)]);

    public static Row X(Value x) => new(Scale, [x]);

    public static Row Raw(Value size, Value color, Value at) => new(RawSchema, [at, color, size]);

    public static Row Of(params (string Name, Value Value)[] cells) =>
        new(new RowSchema(cells.Select(c => new Column(c.Name, c.Value.Kind))), [.. cells.Select(c => c.Value)]);
}
