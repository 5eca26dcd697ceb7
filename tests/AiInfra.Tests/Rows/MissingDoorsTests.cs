using AiInfra.Core.Rows;

namespace AiInfra.Tests.Rows;

/// <summary>One rule of what is missing, through every door: cell, commit, encoder, graph, row, record, tensor, JSON, batch, log and replay.</summary>
public sealed class MissingDoorsTests(ServedTable doors) : IClassFixture<ServedTable>
{
    public enum Comes
    {
        Missing,
        Refused,
        AsText,
    }

    public static TheoryData<string, string, string, Comes> Table => new()
    {
        // How a file says it.
        { "csv", "n", "", Comes.Missing },
        { "csv", "n", "NA", Comes.Missing },
        { "csv", "n", "NaN", Comes.Missing },
        { "csv", "n", "?", Comes.Missing },
        { "csv", "t", "", Comes.Missing },
        { "csv", "t", "NA", Comes.Missing },
        { "csv", "at", "", Comes.Missing },
        { "csv", "at", "null", Comes.Missing },
        { "csv", "f", "", Comes.Missing },
        { "csv", "f", "NA", Comes.Missing },

        // How JSON says it: null. A file's words for nothing are texts here, and no numbers.
        { "json", "n", "null", Comes.Missing },
        { "json", "n", "\"\"", Comes.Refused },
        { "json", "n", "\"NA\"", Comes.Refused },
        { "json", "n", "\"NaN\"", Comes.Refused },
        { "json", "n", "NaN", Comes.Refused },
        { "json", "t", "null", Comes.Missing },
        { "json", "t", "\"\"", Comes.Missing },
        { "json", "t", "\"NA\"", Comes.AsText },
        { "json", "at", "null", Comes.Missing },
        { "json", "at", "\"\"", Comes.Refused },
        { "json", "at", "\"NA\"", Comes.Refused },
        { "json", "f", "null", Comes.Missing },
        { "json", "f", "\"\"", Comes.Refused },
        { "json", "n", "absent", Comes.Refused },
        { "json", "t", "absent", Comes.Refused },
        { "json, absent allowed", "n", "absent", Comes.Missing },
        { "json, absent allowed", "t", "absent", Comes.Missing },
        { "json, absent allowed", "at", "absent", Comes.Missing },
        { "json, absent allowed", "f", "absent", Comes.Missing },

        // How a program says it.
        { "row", "n", "missing", Comes.Missing },
        { "row", "n", "NaN", Comes.Missing },
        { "row", "n", "NA", Comes.Refused },
        { "row", "t", "missing", Comes.Missing },
        { "row", "t", "NA", Comes.AsText },
        { "row", "at", "missing", Comes.Missing },
        { "row", "f", "missing", Comes.Missing },
        { "record", "n", "missing", Comes.Missing },
        { "record", "n", "NaN", Comes.Missing },
        { "record", "t", "missing", Comes.Missing },
        { "record", "at", "missing", Comes.Missing },
        { "record", "f", "missing", Comes.Missing },
        { "tensor", "n", "NaN", Comes.Missing },
        { "tensor", "t", "", Comes.Missing },
        { "tensor", "t", "NA", Comes.AsText },
        { "tensor", "at", "missing", Comes.Missing },
        { "tensor", "f", "NaN", Comes.Missing },
        { "batch", "n", "missing", Comes.Missing },
        { "batch", "t", "missing", Comes.Missing },
        { "batch", "t", "", Comes.Missing },
        { "batch", "at", "missing", Comes.Missing },
        { "batch", "f", "missing", Comes.Missing },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Door_WayToSayNothing_IsMissingToTheModelAndToTheLog(string door, string column, string written, Comes expected)
    {
        double present = await doors.AnswerAsync(doors.Known);
        double missing = await doors.AnswerAsync(ServedTable.With(doors.Known, column, Value.Missing));
        Assert.True(Math.Abs(present - missing) > 1e-3, $"{present} {missing}");
        (double? said, Value logged) = door switch
        {
            "csv" => await doors.CsvAsync(column, written),
            "json" => await doors.JsonAsync(false, column, written),
            "json, absent allowed" => await doors.JsonAsync(true, column, written),
            "row" => await doors.RowAsync(column, written),
            "record" => await doors.RecordAsync(column, written),
            "tensor" => await doors.TensorAsync(column, written),
            _ => await doors.BatchAsync(column, written),
        };
        switch (expected)
        {
            case Comes.Refused:
                Assert.Null(said);
                break;
            case Comes.Missing:
                Assert.Equal(missing, said!.Value, 1e-4);
                Assert.Equal(Value.Missing, logged);
                break;
            default:
                Assert.Equal(Value.Of("NA"), logged);
                Assert.Equal(await doors.AnswerAsync(ServedTable.With(doors.Known, column, "NA")), said!.Value, 1e-4);
                break;
        }
    }

    [Fact]
    public void Encoder_EmptyText_IsMissing()
    {
        var of = new float[doors.Model.Encoder.Width];
        var nothing = new float[of.Length];
        doors.Model.Encoder.Encode(ServedTable.With(doors.Known, "t", ""), of);
        doors.Model.Encoder.Encode(ServedTable.With(doors.Known, "t", Value.Missing), nothing);
        Assert.Equal(nothing, of);
    }
}
