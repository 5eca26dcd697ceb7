using System.Globalization;
using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Laws;
using AiInfra.Support;
using CsCheck;

namespace AiInfra.Data.Tests.Ingestion;

public sealed class CsvLawTests : IDisposable
{
    private static readonly string[] s_formats = ["R", "F6", "E3", "G7"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryNumber_AnyDouble_SameAsTheFramework()
    {
        Gen.Double.Where(double.IsFinite).Select(Gen.Int[0, 3].Select(i => s_formats[i])).ForAll(t =>
        {
            string text = t.Item1.ToString(t.Item2, CultureInfo.InvariantCulture);
            Assert.True(CellParser.TryNumber(Encoding.UTF8.GetBytes(text), out double parsed));
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), parsed);
        });
    }

    [Fact]
    public void TryNumber_AnyText_AgreesWithTheFramework()
    {
        Gen.String[Gen.Char["019.-+eE x,"], 0, 12].ForAll(text =>
        {
            bool expected = double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);
            Assert.Equal(expected, CellParser.TryNumber(Encoding.UTF8.GetBytes(text), out double parsed));
            Assert.True(!expected || value.Equals(parsed));
        });
    }

    [Fact]
    public void Read_AnyTextsQuoted_ComeBackAsTheyWere()
    {
        Gen<string> cell = Gen.String[Gen.Char["a,\"\n\rü ;"], 1, 6].Where(s => s.Trim().Length > 0);
        Gen.Select(cell, cell).Array[1, 30].ForAll(cells =>
        {
            static string Quote(string s) => "\"" + s.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
            string path = _folder.File("f.csv", "left,right\n" + string.Concat(cells.Select(c => $"{Quote(c.Item1)},{Quote(c.Item2)}\n")));
            List<Row> rows = new CsvSource(path, new CsvOptions { Delimiter = ',', HasHeader = true, Missing = [] }).ReadRowsAsync().ToBlockingEnumerable().ToList();
            Assert.Equal(cells, rows.Select(r => (r["left"].AsText()!, r["right"].AsText()!)));
        }, count: 200);
    }

    [Fact]
    public void Read_AnyBytes_EveryLineIsARowOrPutAside()
    {
        // Without quotes every line that is not blank is one record.
        Gen.String[Gen.Char["1a,\n. "], 0, 200].ForAll(text =>
        {
            string path = _folder.File("f.csv", "x,y\n1,1\n" + text);
            var rejected = new List<RejectedRow>();
            int rows = new CsvSource(path, new CsvOptions { Delimiter = ',', HasHeader = true, RowNames = false }).ReadRowsAsync(rejected.Add).ToBlockingEnumerable().Count();
            Assert.Equal(1 + text.Split('\n').Count(l => l.Trim(' ').Length > 0), rows + rejected.Count);
        }, count: 300);
    }
}
