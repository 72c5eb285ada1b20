console.info('confab');
