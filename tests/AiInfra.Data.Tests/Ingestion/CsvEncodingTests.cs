using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Ingestion;

public sealed class CsvEncodingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Encoding Page(int page) => CodePagesEncodingProvider.Instance.GetEncoding(page)!;

    [Fact]
    public async Task Read_OneBadByteAmongUtf8_ItsRowIsPutAsideAndTold()
    {
        byte[] good = Encoding.UTF8.GetBytes("id,name\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},Jürgen\n")));
        string path = _folder.File("f.csv", [.. good, .. "500,Z"u8, 0xEB, .. "\n501,Zoë\n"u8]);
        var rejected = new List<RejectedRow>();
        List<Row> rows = await new CsvSource(path).ReadRowsAsync(rejected.Add).ToListAsync();
        Assert.Equal((501, "Jürgen"), (rows.Count, rows[0]["name"].AsText()));
        Assert.Equal((502L, RejectReason.InvalidEncoding), (rejected.Single().Line, rejected[0].Reason));
        Assert.Contains((await CsvProfile.ReadAsync(path)).Notes, n => n is { Kind: IngestionNoteKind.Encoding, IsGuess: false });
    }

    [Theory]
    [InlineData(936, "编号,城市\n1,北京是中国的首都\n2,上海的人口很多\n3,我们在这里工作\n")]
    [InlineData(950, "編號,城市\n1,台北是台灣的首都\n2,高雄的人口很多\n3,我們在這裡工作\n")]
    [InlineData(932, "番号,都市\n1,これは東京です\n2,大阪のまちはおおきい\n3,カタカナもあります\n")]
    [InlineData(51949, "번호,도시\n1,서울은 한국의 수도입니다\n2,부산은 큰 도시입니다\n3,우리는 여기에서 일합니다\n")]
    [InlineData(1251, "номер,город\n1,Москва столица России\n2,Новосибирск находится в Сибири\n")]
    [InlineData(20866, "номер,город\n1,Москва столица России\n2,Новосибирск находится в Сибири\n")]
    [InlineData(1250, "numer,miasto\n1,Łódź\n2,Gdańsk i Wrocław są duże\n3,Częstochowa też\n")]
    [InlineData(1250, "číslo,jméno\n1,Daněk Luboš\n2,Čtyřkoly\n3,Pražský hrad\n4,Příliš žluťoučký kůň úpěl ďábelské ódy\n5,Ľudovít\n")]
    [InlineData(1252, "id,name\n1,Jürgen Müller\n2,Zoë Brontë\n3,Françoise d’Été\n")]
    public async Task Read_CodePage_ReadRightAndToldAsAGuess(int page, string content)
    {
        string path = _folder.File("f.csv", Page(page).GetBytes(content));
        string read = string.Join("\n", (await new CsvSource(path).ReadRowsAsync().ToListAsync()).Select(r => $"{r.Values[0].AsText()},{r.Values[1].AsText()}")) + "\n";
        Assert.Equal(content[(content.IndexOf('\n', StringComparison.Ordinal) + 1)..], read);
        Assert.Contains((await CsvProfile.ReadAsync(path)).Notes, n => n is { Kind: IngestionNoteKind.Encoding, IsGuess: true });
    }

    [Theory]
    [InlineData(850, "id,name\n1,Jürgen Müller\n2,Françoise Détré\n3,Ärger im Büro\n")]
    [InlineData(10000, "id,name\n1,Jürgen Müller\n2,Françoise Détré\n3,Ärger im Büro\n")]
    public async Task Read_BytesThatAreTextInNoKnownEncoding_Refused(int page, string content)
    {
        string path = _folder.File("f.csv", Page(page).GetBytes(content));
        Assert.Contains("Name it (Encoding)", (await Assert.ThrowsAsync<IngestionException>(() => CsvProfile.ReadAsync(path))).Message, StringComparison.Ordinal);
        Assert.Equal("Jürgen Müller", (await new CsvSource(path, new CsvOptions { Encoding = Page(page) }).ReadRowsAsync().FirstAsync())["name"].AsText());
    }

    [Fact]
    public async Task Read_TwoEncodings_Refused()
    {
        byte[] mixed = [.. Encoding.UTF8.GetBytes("id,name\n1,Jürgen\n2,Zoë\n"), .. Encoding.Latin1.GetBytes("3,Jürgen\n4,Zoë\n5,Bäcker\n")];
        Assert.Contains("two encodings", (await Assert.ThrowsAsync<IngestionException>(() => CsvProfile.ReadAsync(_folder.File("f.csv", mixed)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Utf16OfAnotherScriptWithoutMark_Read()
    {
        string path = _folder.File("f.csv", Encoding.BigEndianUnicode.GetBytes("номер,город\n1,Москва\n2,Тверь\n"));
        Assert.Equal(["Москва", "Тверь"], (await new CsvSource(path).ReadRowsAsync().ToListAsync()).Select(r => r["город"].AsText()));
    }

    [Fact]
    public async Task Read_BytesThatTheNamedEncodingHasNot_RowPutAside()
    {
        string path = _folder.File("f.csv", [.. "id,name\n1,"u8, .. Page(932).GetBytes("東京"), .. "\n2,x"u8, 0x81, 0xFF, .. "y\n"u8]);
        var rejected = new List<RejectedRow>();
        List<Row> rows = await new CsvSource(path, new CsvOptions { Encoding = Page(932) }).ReadRowsAsync(rejected.Add).ToListAsync();
        Assert.Equal(("東京", 1), (rows[0]["name"].AsText(), rows.Count));
        Assert.Equal((3L, RejectReason.InvalidEncoding), (rejected.Single().Line, rejected[0].Reason));
    }
}
