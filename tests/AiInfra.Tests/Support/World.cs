using AiInfra.Core.Rows;

namespace AiInfra.Tests.Support;

/// <summary>A small seeded world: two numbers and a category in, a class or a number out. Its concept can turn over.</summary>
internal sealed class World(int seed)
{
    public const string Target = "class";
    private static readonly RowSchema Classes = Schema(ValueKind.Text);
    private static readonly RowSchema Numbers = Schema(ValueKind.Number);
    private readonly Random _random = new(seed);

    public bool Turned { get; set; }

    public List<Row> Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    public Row Next()
    {
        (double x, double y, string color) = Draw();
        bool up = (x + (0.5 * y) > 0) != Turned;
        return new Row(Classes, [x, y, color, up ? "up" : "down"]);
    }

    public List<Row> Values(int count) => [.. Enumerable.Range(0, count).Select(_ => NextValue())];

    public Row NextValue()
    {
        (double x, double y, string color) = Draw();
        double value = ((Turned ? -2 : 2) * x) + y + (color == "red" ? 1 : 0) + (0.1 * _random.NextDouble());
        return new Row(Numbers, [x, y, color, value]);
    }

    public static Row Inputs(Row row) => new(InputSchemaOf(row), [.. row.Values[..3]]);

    private static readonly RowSchema InputSchema = Classes.Without(Target);

    private static RowSchema InputSchemaOf(Row row) => row.Schema.Count == 4 ? InputSchema : throw new ArgumentException("Not a row of this world.", nameof(row));

    private static RowSchema Schema(ValueKind target) =>
        new([new Column("x", ValueKind.Number), new Column("y", ValueKind.Number), new Column("color", ValueKind.Text), new Column(Target, target)]);

    private (double X, double Y, string Color) Draw() => ((2 * _random.NextDouble()) - 1, (2 * _random.NextDouble()) - 1, _random.Next(2) == 0 ? "red" : "blue");
}
