using AiInfra.Aot;

// Every step throws when an answer is wrong; the last line says that all were right.
string folder = Directory.CreateTempSubdirectory("aiinfra-aot-").FullName;
try
{
    await Steps.RunAsync(folder);
    Console.WriteLine($"all right, {(System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported ? "with" : "without")} code made at run time");
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
