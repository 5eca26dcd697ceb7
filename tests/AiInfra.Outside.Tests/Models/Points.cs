using System.Globalization;
using AiInfra.Core.Rows;

namespace AiInfra.Outside.Tests.Models;

/// <summary>Points of the unit square, named by the side of its diagonal that they lie on.</summary>
internal static class Points
{
    private static readonly RowSchema s_columns = new([new Column("X", ValueKind.Number), new Column("Y", ValueKind.Number)]);

    public static string Csv(int rows)
    {
        var random = new Random(1);
        return "X,Y,Class\n" + string.Join("\n", Enumerable.Range(0, rows).Select(_ => (X: random.NextDouble(), Y: random.NextDouble()))
            .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X},{p.Y},{(p.X > p.Y ? "up" : "down")}")));
    }

    public static Row At(double x, double y) => new(s_columns, [x, y]);
}

/// <summary>A point.</summary>
public sealed record Point(double X, double Y, string Class);
