namespace AiInfra.Onnx.Wire;

/// <summary>Files that are there whole or not at all.</summary>
internal static class WholeFile
{
    public static void Write(string path, Action<Stream> content)
    {
        string partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            using (FileStream file = File.Create(partial))
            {
                content(file);
                file.Flush(true);
            }

            File.Move(partial, path, true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
